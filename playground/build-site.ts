/** `npm run playground:build [FOLDER]`: a folder that any server of files can serve; its page opens from disk as well. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { playgroundPage } from './site.ts';

const [folder = join(import.meta.dirname, 'site')] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const file = join(folder, 'index.html');
const page = await playgroundPage();
writeFileSync(file, page);
process.stdout.write(`${file}: ${Math.ceil(page.length / 1024)} KB\n`);
