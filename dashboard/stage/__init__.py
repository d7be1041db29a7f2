"""The stage: what walls and followers show, made once for all of them and sent without a Streamlit session."""
