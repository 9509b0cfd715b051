import * as z from 'zod';

// Before any schema is made: the policy of the page lets no text become code, and zod would try.
z.config({ jitless: true });
