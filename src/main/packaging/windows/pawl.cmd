@echo off
rem Starts pawl on the runtime beside this script. Untested: written for Windows, never run there.
setlocal
for %%I in ("%~dp0..") do set "PAWL_BASE=%%~fI"
rem The JVM announces these on the terminal, and they are not meant for pawl.
set "JAVA_TOOL_OPTIONS="
set "_JAVA_OPTIONS="
set "JDK_JAVA_OPTIONS="
"%PAWL_BASE%\runtime\bin\java.exe" "-XX:AOTCache=%PAWL_BASE%\lib\pawl.aot" "@%PAWL_BASE%\lib\java.options" "-Dpawl.home=%PAWL_BASE%" -m dev.pawl/dev.pawl.cli.Main %*
exit /b %ERRORLEVEL%
