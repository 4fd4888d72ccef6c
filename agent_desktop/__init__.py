"""A call-centre agent desktop with CTI: the program people start."""

__version__ = "0.1.0"
