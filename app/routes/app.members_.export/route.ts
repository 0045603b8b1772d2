/** The file of members, written while it is read: it may be of any size. */
import type { ActionFunctionArgs } from "@remix-run/node";
import { AppError } from "../../domain/shared/app-error.ts";
import { adminVisit } from "../../web/admin-visit.server.ts";
import { selectionIn } from "../../web/member-selection.ts";

export async function action({ request, context }: ActionFunctionArgs): Promise<Response> {
  const visit = await adminVisit({ request, context });
  try {
    const parts = context.app.members.export(visit, selectionIn(await request.formData()));
    return new Response(streamOf(parts), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": 'attachment; filename="members.csv"',
        "cache-control": "no-store",
      },
    });
  } catch (error) {
    if (error instanceof AppError) return new Response(error.message, { status: 422 });
    throw error;
  }
}

/** The next part is made when the last was taken: a slow reader holds up the file, not the memory. */
function streamOf(parts: AsyncGenerator<string, void>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await parts.return();
    },
  });
}
