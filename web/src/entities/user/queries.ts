import { queryOptions } from "@tanstack/react-query";
import { api, body } from "@/api/client";
import { keys } from "@/api/query-keys";
import { everything } from "@/api/pagination";
import type { Business, BusinessChange, NewUser, User } from "@/api/types";

export const changeBusiness = (id: string, change: BusinessChange): Promise<Business> =>
  body(api.PATCH("/api/businesses/{id}", { params: { path: { id } }, body: change }));

/** A business's people; everybody for an admin. */
export const usersQuery = () =>
  queryOptions({
    queryKey: keys.users,
    queryFn: () =>
      everything(
        (cursor) => body(api.GET("/api/users", { params: { query: { limit: 100, cursor } } })),
        1000,
      ),
  });

export const addUser = (user: NewUser): Promise<User> => body(api.POST("/api/users", { body: user }));

export const closeAccount = (id: string) => api.DELETE("/api/users/{id}", { params: { path: { id } } });
