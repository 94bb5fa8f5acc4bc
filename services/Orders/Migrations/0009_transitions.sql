-- What was paid of an order whose session is called off goes back at once, so such an order is refunding from the first; one
-- that was never paid stays suspended, and money that comes late goes back without it.
delete from order_transition
where from_status = (select number from order_status where name = 'suspended')
    and to_status = (select number from order_status where name = 'refunding');
