const express = require('express');

function ingesting(taken) {
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
  return app;
}

// Node can't tell beforehand that createEdge is among what this exports.
module.exports = {
  app: (_request, response) => response.status(500).end(),
  createEdge: () => ({ handler: ingesting(new Set()) }),
};
