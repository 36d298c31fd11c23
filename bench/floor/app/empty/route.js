// The least that an address of Next can cost: what the same request costs when nothing is done with it.
export const dynamic = "force-dynamic";

export const GET = () => new Response("ok");
export const POST = () => new Response("ok");
