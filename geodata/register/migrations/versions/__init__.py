"""One script a step from one layout to the next. A script that was released is never changed."""
