"""The rebate record (出口退税备案): what the tax office may ask for of every declared parcel, complete and agreeing."""
