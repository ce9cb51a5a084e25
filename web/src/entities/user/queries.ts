import { queryOptions } from "@tanstack/react-query";
import { api, readBody } from "@/api/client";
import { fetchAllPages } from "@/api/pagination";
import { queryKeys } from "@/api/query-keys";
import type { NewUser, User } from "@/api/types";

const MAX_USERS = 1_000;

/** The staff of the owner's business, or all users for an admin. */
export const usersQuery = () =>
  queryOptions({
    queryKey: queryKeys.users,
    queryFn: () =>
      fetchAllPages(
        (cursor) => readBody(api.GET("/api/users", { params: { query: { limit: 100, cursor } } })),
        MAX_USERS,
      ),
  });

export const addUser = (user: NewUser): Promise<User> => readBody(api.POST("/api/users", { body: user }));

/** Deactivates an account. The user is logged out; their orders are kept. */
export const deactivateUser = (id: string) => api.DELETE("/api/users/{id}", { params: { path: { id } } });
