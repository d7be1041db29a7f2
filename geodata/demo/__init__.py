"""The demonstration: real units and mahalla names on made-up ground, with a made-up history that says it is one."""

from geodata.demo.build import DemoFiles, build

__all__ = ["DemoFiles", "build"]
