import { Body, Controller, HttpCode, HttpException, Post } from '@nestjs/common';
import { IngestService } from '@ingest/ingest.service';

interface Message {
  readonly device_id?: unknown;
  readonly sequence_id?: unknown;
}

@Controller('ingest')
export class IngestController {
  // Found by its type, which only the metadata of the decorators tells.
  constructor(private readonly service: IngestService) {}

  @Post()
  @HttpCode(200)
  ingest(@Body() message: Message): object {
    if (!this.service.take(message)) throw new HttpException({ status: 'duplicate' }, 409);
    const { device_id, sequence_id } = message;
    return { status: 'accepted', device_id, sequence_id };
  }
}
