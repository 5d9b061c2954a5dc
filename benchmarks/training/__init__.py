"""How fast digitpad learns and reads beside other libraries; see __main__."""
