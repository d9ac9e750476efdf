"""What files say that go out: sheets and calendars."""
