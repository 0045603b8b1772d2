interface StatusPageProps {
  title: string;
  intro: string;
  runsTitle: string;
  rows: { label: string; text: string; tone: "success" | "info" | "warning" | "critical" }[];
  countsTitle: string;
  counts: { label: string; value: string }[];
  linksTitle: string;
  links: { label: string; href: string; hint: string }[];
}

export function StatusPage(props: StatusPageProps) {
  return (
    <main className="plain">
      <h1>{props.title}</h1>
      <p className="lead">{props.intro}</p>
      <h2>{props.runsTitle}</h2>
      <dl className="rows">
        {props.rows.map((row) => (
          <div key={row.label}>
            <dt>{row.label}</dt>
            <dd className={`tone-${row.tone}`}>{row.text}</dd>
          </div>
        ))}
      </dl>
      {props.counts.length > 0 ? (
        <>
          <h2>{props.countsTitle}</h2>
          <dl className="figures">
            {props.counts.map((count) => (
              <div key={count.label}>
                <dt>{count.label}</dt>
                <dd>{count.value}</dd>
              </div>
            ))}
          </dl>
        </>
      ) : null}
      <h2>{props.linksTitle}</h2>
      <ul className="links">
        {props.links.map((link) => (
          <li key={link.href}>
            <a href={link.href}>{link.label}</a>
            <p>{link.hint}</p>
          </li>
        ))}
      </ul>
    </main>
  );
}
