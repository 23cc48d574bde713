"""The rules of the language: what keeps a file from being read. One rule, one file, which explains it.

They are checked where files are read, in `convcalc/spec`, and always told: of a file that breaks one nothing else is known.
"""
