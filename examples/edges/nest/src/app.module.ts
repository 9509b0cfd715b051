import { Module } from '@nestjs/common';
import { IngestController } from './ingest/ingest.controller';
import { IngestService } from './ingest/ingest.service';

@Module({ controllers: [IngestController], providers: [IngestService] })
export class AppModule {}
