import { queryOptions } from "@tanstack/react-query";
import { api, readBody } from "@/api/client";
import { queryKeys } from "@/api/query-keys";
import { fetchAllPages } from "@/api/pagination";
import type { Business, BusinessChange, NewUser, User } from "@/api/types";

export const updateBusiness = (id: string, change: BusinessChange): Promise<Business> =>
  readBody(api.PATCH("/api/businesses/{id}", { params: { path: { id } }, body: change }));

/** A business's people; everybody for an admin. */
export const usersQuery = () =>
  queryOptions({
    queryKey: queryKeys.users,
    queryFn: () =>
      fetchAllPages(
        (cursor) => readBody(api.GET("/api/users", { params: { query: { limit: 100, cursor } } })),
        1000,
      ),
  });

export const addUser = (user: NewUser): Promise<User> => readBody(api.POST("/api/users", { body: user }));

export const removeUser = (id: string) => api.DELETE("/api/users/{id}", { params: { path: { id } } });
