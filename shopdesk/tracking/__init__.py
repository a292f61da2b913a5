"""Services that tell where parcels are, behind one interface (SHP-08). A new one is one file here and an entry in
services.py."""
