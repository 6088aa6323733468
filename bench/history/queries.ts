const row = 'principal { id name } permissionSet { id name } target { id name }';
export const rest = 'pageInfo { hasNextPage endCursor } completeness { complete failures { message } }';
export const pageQuery = `query ($after: String) { list: assignments(first: 100, after: $after) { nodes { ${row} } ${rest} } }`;
export const changesQuery = `query ($since: DateTime!, $after: String) {
  list: changes(since: $since, first: 100, after: $after) {
    nodes { id kind firstReadAfter ... on AssignmentChange { assignment { ${row} } } } ${rest}
  }
}`;
export const asOfQuery = `query ($asOf: DateTime!, $after: String) {
  list: assignments(asOf: $asOf, first: 100, after: $after) { nodes { ${row} } ${rest} }
}`;
