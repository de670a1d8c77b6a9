/** A variable that the template gives this function. Absent, the function is deployed wrongly: it does not start. */
export const required = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is not set`);
  return value;
};

export const optional = (name: string): string | undefined => process.env[name] || undefined;
