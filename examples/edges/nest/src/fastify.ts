import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { AppModule } from './app.module';

export async function createEdge() {
  return NestFactory.create(AppModule, new FastifyAdapter(), { logger: false });
}
