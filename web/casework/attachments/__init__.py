"""Files that belong to a move of work: feedback with photographs, a signed agreement, the sound of a talk.

``kinds`` tells what a file is from what is in it, ``called`` what it may be called, ``keeping`` keeps it under
FENGQIAO_HOME/attachments, outside of everything that is served, and ``tables`` knows whose it is.
"""
