/** The value of a cookie out of a `Cookie` header; none where it comes twice: somebody else may have set one of them. */
export const cookieValue = (cookies: string | undefined, name: string): string | undefined => {
  const values = (cookies ?? "").split(";").flatMap((cookie) => {
    const [each, value] = cookie.trim().split("=", 2);
    return each === name && value !== undefined ? [value] : [];
  });
  return values.length === 1 ? values[0] : undefined;
};
