"""Prints the constraints: every package of this environment with its version, local build tags left off."""

from importlib import metadata

HEAD = """\
# Every version that the checks ran with; `make lock` writes this file.
# torch: this release has a build for processors without CUDA; see README.md for how to get it."""
LEFT_OUT = {"corpus-qa", "pip", "setuptools", "wheel"}


def main() -> None:
    """One `name==version` a line, sorted."""
    found = {
        d.metadata["Name"].lower().replace("_", "-"): d.version.partition("+")[0] for d in metadata.distributions()
    }
    print(HEAD)
    for name in sorted(found.keys() - LEFT_OUT):
        print(f"{name}=={found[name]}")


if __name__ == "__main__":
    main()
