"""Replacements inside WeasyPrint that make reports cheaper (docs/decisions/shorter-ways.md).

Each module with an `apply` is a patch of its own: any may be left out, and the printed pages stay the same.
The patches are applied only to the versions that they were tested with (`supported_versions`). Importing this
package does not load the renderer; importing one of the patches does.
"""
