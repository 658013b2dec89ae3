import { config } from 'zod';

// The page's content security policy forbids code from strings; zod would try, and the browser complain.
config({ jitless: true });
