"""Work on disputes looked at together: boards, lists, the calendar, mediators, and what came of it all."""
