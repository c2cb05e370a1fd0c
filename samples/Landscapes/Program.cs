using Landscapes;
using Landscapes.Scenes;

var commandLine = CommandLine.Parse(args);
if (commandLine.Error is { } error)
{
    Console.Error.WriteLine($"Landscapes: {error}. {CommandLine.Usage}");
    return 2;
}

if (commandLine.WantsHelp)
{
    Console.WriteLine(CommandLine.Usage);
    return 0;
}

Scene[] scenes = [RavineScene.Build(), SaddleScene.Build(), TwoValleysScene.Build(), NoiseScene.Build()];
try
{
    File.WriteAllText(commandLine.Output, Page.Render(scenes));
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"Landscapes: cannot write '{commandLine.Output}': {exception.Message}");
    return 1;
}

Report.Write(scenes, Console.Out);
Console.WriteLine();
Console.WriteLine(Path.GetFullPath(commandLine.Output));
return 0;
