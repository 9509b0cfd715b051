import express = require('express');

const taken = new Set<string>();
const app = express();
app.use(express.json());
app.post('/ingest', (request, response) => {
  const { device_id, sequence_id } = request.body;
  const key = JSON.stringify([device_id, sequence_id]);
  if (taken.has(key)) {
    response.status(409).json({ status: 'duplicate' });
    return;
  }
  taken.add(key);
  response.json({ status: 'accepted', device_id, sequence_id });
});

module.exports = app;
