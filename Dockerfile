# The edge and the device in one image: `docker run petrel edge`, `docker run petrel device`.
FROM node:24-bookworm-slim AS build
WORKDIR /petrel
COPY package.json package-lock.json .npmrc ./
# Nothing is compiled: what is native comes prebuilt inside its package.
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /petrel
COPY --from=build /petrel/package.json ./
COPY --from=build /petrel/node_modules ./node_modules
COPY --from=build /petrel/start ./start
COPY --from=build /petrel/dist ./dist
# What must outlive the container; everything else may be read-only.
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
WORKDIR /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8000/ready').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/petrel/start/built.cjs"]
CMD ["edge"]
