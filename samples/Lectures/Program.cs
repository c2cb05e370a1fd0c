using System.Globalization;
using Digits.Shared;
using Lectures;

const string usage = "Usage: Lectures [--output FOLDER] [--only PAGE …]    (FOLDER is lectures unless said; PAGE is a name such as averages)";

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var (folder, only) = ("lectures", Array.Empty<string>());
switch (args)
{
    case []:
        break;
    case ["--output", var path, "--only", _, ..] when IsFolder(path) && ArePages(args.AsSpan(3)):
        (folder, only) = (path, args[3..]);
        break;
    case ["--output", var path] when IsFolder(path):
        folder = path;
        break;
    case ["--only", _, ..] when ArePages(args.AsSpan(1)):
        only = args[1..];
        break;
    case ["--help" or "-h"]:
        Console.WriteLine($"{usage}\nPages: {string.Join(", ", LectureSite.Topics.Select(topic => topic.Name))}");
        return 0;
    default:
        Console.Error.WriteLine($"Lectures: cannot use '{string.Join(' ', args)}'. {usage}");
        return 2;
}

try
{
    Console.WriteLine(LectureSite.Write(folder, Console.Out, only));
    return 0;
}
catch (InputException mistake)
{
    Console.Error.WriteLine($"Lectures: {mistake.Message}");
    return 2;
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"Lectures: cannot write to '{folder}': {exception.Message}");
    return 1;
}

static bool IsFolder(string path) => !string.IsNullOrWhiteSpace(path) && !File.Exists(path);

static bool ArePages(ReadOnlySpan<string> names)
{
    foreach (var name in names)
    {
        if (LectureSite.Topics.All(topic => topic.Name != name))
        {
            return false;
        }
    }

    return true;
}
