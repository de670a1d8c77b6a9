# What OpenProject's own backup job does, in its order: the dump and every attachment onto the local disk, all of it into
# one ZIP by rubyzip, the dump read whole into memory; then the result goes to the store. Run in an empty directory.
require "fileutils"
require "zip"

system("pg_dump", "-x", "-O", "-f", "openproject.sql", exception: true)

attachments = ENV.fetch("ATTACHMENTS")
Dir.glob("**/*", base: attachments).each do |name|
  source = File.join(attachments, name)
  next unless File.file?(source)
  FileUtils.mkdir_p(File.dirname(File.join("attachments", name)))
  FileUtils.cp(source, File.join("attachments", name))
end

Zip::File.open("openproject.zip", Zip::File::CREATE) do |zip|
  Dir.glob("attachments/**/*").each { |name| zip.add(name, name) if File.file?(name) }
  zip.get_output_stream("openproject.sql") { |entry| entry.write(File.read("openproject.sql")) }
end

FileUtils.cp("openproject.zip", ENV.fetch("STORE"))
