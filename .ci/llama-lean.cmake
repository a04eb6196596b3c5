# Read by CMake inside llama.cpp's own project() call. The Python package forces the cache entry LLAMA_BUILD_COMMON on;
# a normal variable of the same name shadows it, and the command-line programs' library is not compiled.
set(LLAMA_BUILD_COMMON OFF)
