package pydantic

// formats are the patterns of Python's re that match a whole text exactly when it has the format.
var formats = map[string]string{}
