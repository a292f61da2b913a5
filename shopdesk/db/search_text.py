"""What the search looks through."""

# What the one search box looks through, one text an order. Newlines keep a word from matching across two fields, and
# two at the end let a word of one or two characters be found as the beginning of a trigram wherever it stands.
SEARCH_TEXT = """
SELECT o.id AS id, o.order_no || '\n' || coalesce(b.platform_id, '') || '\n' || o.receiver || '\n'
  || o.phone || '\n' || o.address || '\n' || o.memo || '\n' || o.buyer_message || '\n'
  || coalesce((SELECT string_agg(l.sku, '\n') FROM order_line l WHERE l.order_id = o.id), '') || '\n'
  || coalesce((SELECT string_agg(p.waybill, '\n') FROM parcel p WHERE p.order_id = o.id), '')
  || '\n\n' AS text
FROM orders o LEFT JOIN buyer b ON b.id = o.buyer_id
"""
