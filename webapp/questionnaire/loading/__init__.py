"""How `load` reads a file: where each thing stands, what shape it has, and all that can be wrong with it."""
