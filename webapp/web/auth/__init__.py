"""Who is signed in: signing in and out, the second factor, an own account, and the guards of staff pages."""
