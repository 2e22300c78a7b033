"""The pick list (拣货单): what to take from which shelf, and which parcel gets it. Values, the paper, the workbook."""
