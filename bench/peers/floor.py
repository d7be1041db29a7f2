"""The floor: a select box and a line of text that depends on it, no map."""

import streamlit as st

from bench.peers import given

st.text(f"Shown: {given.indicator()}")
