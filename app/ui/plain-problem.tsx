/** A problem on a page outside of the admin: no Polaris, no script. */
export function PlainProblem({ title, explanation }: { title: string; explanation: string }) {
  return (
    <main className="plain">
      <h1>{title}</h1>
      <p className="lead">{explanation}</p>
    </main>
  );
}
