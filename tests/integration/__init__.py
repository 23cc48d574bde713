"""Programs that try the project as others use it: they install it, take half a minute, and are run by `.ci/run`."""
