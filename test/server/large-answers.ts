import { buildSchema, type GraphQLSchema } from 'graphql';

const megabyte = 'x'.repeat(1_000_000);

/** By its document so costly that two are answered at once, whatever the lists hold. */
export const costly = '{ text rows { rows { rows { rows { n } } } } }';

/** Answers of a megabyte, and events of a megabyte without end, if not of another text; it counts how many were begun. */
export class LargeAnswers {
  begun = 0;
  readonly schema: GraphQLSchema;

  constructor(text = megabyte) {
    this.schema = buildSchema(`
      type Query { text: String, rows: [Row] }
      type Row { n: Int, rows: [Row] }
      type Subscription { text: String }
    `);
    const query = this.schema.getQueryType()!.getFields();
    query['text']!.resolve = () => {
      this.begun += 1;
      return text;
    };
    query['rows']!.resolve = () => [];
    const subscription = this.schema.getSubscriptionType()!.getFields()['text']!;
    subscription.subscribe = async function* () {
      for (;;) yield { text };
    };
    subscription.resolve = () => {
      this.begun += 1;
      return text;
    };
  }

  /** How many were begun once no more are: the loop goes round, and what could begin has begun. */
  async settled(): Promise<number> {
    for (let [before, quiet] = [this.begun, 0]; quiet < 50; before = this.begun) {
      await new Promise((resolve) => setTimeout(resolve, 2));
      quiet = this.begun === before ? quiet + 1 : 0;
    }
    return this.begun;
  }
}
