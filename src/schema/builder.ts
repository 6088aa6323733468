import SchemaBuilder from '@pothos/core';
import type { Context } from '../context.ts';
import './fields/permission.ts';

interface GatewaySchemaTypes {
  Context: Context;
  Scalars: {
    ID: { Input: string; Output: string };
    /** Epoch milliseconds. */
    DateTime: { Input: number; Output: number };
    /** Milliseconds as an argument; as AWS wrote it in an answer. */
    Duration: { Input: number; Output: string | number };
  };
}

export const builder = new SchemaBuilder<GatewaySchemaTypes>({ plugins: ['permission'] });
