import NextAuth from "next-auth";
import { authOptions } from "@/lib/auth/options.ts";
import { limitSignIn } from "@/lib/http/sign-in.ts";

const handler = limitSignIn(async (request, route) =>
  NextAuth(request as never, route as never, await authOptions(request)),
);

export { handler as GET, handler as POST };
