"""Commands on files of answers: assess, report, export, import, read, compare."""
