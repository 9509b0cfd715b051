/** Express 4, which most apps still have that were not begun lately. */
const express = require('express4');
const { createIngest } = require('../../../../examples/edges/ingest.ts');

const ingest = createIngest();
const app = express();

app.use(express.json());
app.post('/ingest', (request, response) => {
  const { status, body } = ingest(JSON.stringify(request.body));
  response.status(status).json(body);
});

module.exports = app;
