interface TableHeadProps {
  readonly columns: readonly string[];
  /** What a last column of buttons is called, where there is one: read out, not shown. */
  readonly actions?: string;
}

export const TableHead = ({ columns, actions }: TableHeadProps) => (
  <thead>
    <tr>
      {columns.map((name) => (
        <th key={name} scope="col">
          {name}
        </th>
      ))}
      {actions !== undefined && (
        <th scope="col">
          <span class="unseen">{actions}</span>
        </th>
      )}
    </tr>
  </thead>
);
